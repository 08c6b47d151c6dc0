// A bad day for any program, without root: preloaded, it makes the disk below a folder full or read-only, kills the process in the middle of a
// change there, or takes the network away. Which of these, the variables below say; faults.ts sets them.

#include <arpa/inet.h>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <string>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

template <typename F> F next(const char *name) { return reinterpret_cast<F>(dlsym(RTLD_NEXT, name)); }

const char *variable(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : nullptr;
}

/** A number in a file, which all processes share; null if there is none. */
int64_t *shared(const char *name) {
  const char *path = variable(name);
  if (!path) return nullptr;
  int fd = next<int (*)(const char *, int, ...)>("open")(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return nullptr;
  void *place = mmap(nullptr, sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  return place == MAP_FAILED ? nullptr : static_cast<int64_t *>(place);
}

const std::string &folder() {
  static const std::string path = variable("FAULTS_BELOW") ? variable("FAULTS_BELOW") : "";
  return path;
}
/** Bytes that the disk still takes. */
int64_t *room() {
  static int64_t *left = shared("FAULTS_ROOM");
  return left;
}
/** Changes until the process is killed. */
int64_t *changes() {
  static int64_t *left = shared("FAULTS_CHANGES");
  return left;
}
bool isReadOnly() {
  static const bool set = variable("FAULTS_READ_ONLY");
  return set;
}

std::string pathOf(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path);
  return length < 0 ? "" : std::string(path, length);
}

bool isBelow(int directory, const char *name) {
  if (folder().empty() || !name) return false;
  std::string path = name;
  if (path[0] != '/') {
    char here[4096];
    path = (directory == AT_FDCWD ? std::string(getcwd(here, sizeof here) ? here : "") : pathOf(directory)) + "/" + path;
  }
  return path.compare(0, folder().size(), folder()) == 0 && (path.size() == folder().size() || path[folder().size()] == '/');
}
bool isBelow(int fd) {
  if (folder().empty()) return false;
  std::string path = pathOf(fd);
  return path[0] == '/' && isBelow(AT_FDCWD, path.c_str()); // not a pipe:[…] or anon_inode:[…]
}

bool isTheLast() { return changes() && __atomic_sub_fetch(changes(), 1, __ATOMIC_SEQ_CST) == 0; }
[[noreturn]] void die() {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/** Whether something below the folder may be changed; the process may die of asking. */
bool mayChange(bool below) {
  if (!below) return true;
  if (isTheLast()) die();
  if (!isReadOnly()) return true;
  errno = EROFS;
  return false;
}

/** How many of so many bytes the disk takes, by the last of them before a kill; -1 if none. */
ssize_t taken(int fd, size_t bytes, bool &dies) {
  dies = false;
  if (bytes == 0 || !isBelow(fd)) return bytes;
  dies = isTheLast();
  if (dies) return bytes / 2;
  if (!room()) return bytes;
  int64_t left = __atomic_load_n(room(), __ATOMIC_SEQ_CST);
  if (left <= 0) {
    errno = ENOSPC;
    return -1;
  }
  ssize_t take = left < static_cast<int64_t>(bytes) ? left : bytes;
  __atomic_sub_fetch(room(), take, __ATOMIC_SEQ_CST);
  return take;
}

/** Writes as many of so many bytes as the disk takes. */
template <typename Write> ssize_t writing(int fd, size_t bytes, Write write) {
  bool dies;
  ssize_t take = taken(fd, bytes, dies);
  if (take < 0) return -1;
  ssize_t result = write(static_cast<size_t>(take));
  if (dies) die();
  return result;
}

/** Of several buffers only the first: a write may always be a short one. */
template <typename Write> ssize_t writingFirst(int fd, const iovec *buffers, int count, Write write) {
  int at = 0;
  while (at < count - 1 && buffers[at].iov_len == 0) at++;
  return writing(fd, count > 0 ? buffers[at].iov_len : 0, [&](size_t bytes) { return write(buffers[at].iov_base, bytes); });
}

int opening(const char *name, int directory, const char *path, int flags, mode_t mode) {
  bool changes = (flags & O_CREAT) || (flags & O_TRUNC) || (flags & O_ACCMODE) != O_RDONLY;
  if (changes && !mayChange(isBelow(directory, path))) return -1;
  return next<int (*)(int, const char *, int, ...)>(name)(directory, path, flags, mode);
}

void note(const std::string &what) {
  const char *path = variable("FAULTS_OFFLINE");
  int fd = next<int (*)(const char *, int, ...)>("open")(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  std::string line = what + "\n";
  if (fd >= 0 && ::write(fd, line.data(), line.size()) >= 0) close(fd);
}

bool isOutside(const sockaddr *address) {
  if (!variable("FAULTS_OFFLINE") || !address) return false;
  char text[INET6_ADDRSTRLEN] = "";
  if (address->sa_family == AF_INET) {
    const in_addr &ip = reinterpret_cast<const sockaddr_in *>(address)->sin_addr;
    if ((ntohl(ip.s_addr) >> 24) == 127) return false;
    inet_ntop(AF_INET, &ip, text, sizeof text);
  } else if (address->sa_family == AF_INET6) {
    const in6_addr &ip = reinterpret_cast<const sockaddr_in6 *>(address)->sin6_addr;
    if (IN6_IS_ADDR_LOOPBACK(&ip) || (IN6_IS_ADDR_V4MAPPED(&ip) && ip.s6_addr[12] == 127)) return false;
    inet_ntop(AF_INET6, &ip, text, sizeof text);
  } else {
    return false;
  }
  note(text);
  errno = ENETUNREACH;
  return true;
}

bool isLocalName(const char *name) {
  char own[256] = "";
  gethostname(own, sizeof own - 1);
  unsigned char ip[16];
  return strcmp(name, "localhost") == 0 || strcmp(name, own) == 0 || inet_pton(AF_INET, name, ip) == 1 || inet_pton(AF_INET6, name, ip) == 1;
}

} // namespace

#define MODE_OF(flags)                                                                                                                                         \
  mode_t mode = 0;                                                                                                                                             \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                                                                       \
    va_list list;                                                                                                                                              \
    va_start(list, flags);                                                                                                                                     \
    mode = va_arg(list, mode_t);                                                                                                                               \
    va_end(list);                                                                                                                                              \
  }

extern "C" {

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  return opening("openat", AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  return opening("openat64", AT_FDCWD, path, flags, mode);
}
int openat(int directory, const char *path, int flags, ...) {
  MODE_OF(flags)
  return opening("openat", directory, path, flags, mode);
}
int openat64(int directory, const char *path, int flags, ...) {
  MODE_OF(flags)
  return opening("openat64", directory, path, flags, mode);
}

ssize_t write(int fd, const void *data, size_t bytes) {
  return writing(fd, bytes, [&](size_t take) { return next<ssize_t (*)(int, const void *, size_t)>("write")(fd, data, take); });
}
ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t offset) {
  return writing(fd, bytes, [&](size_t take) { return next<ssize_t (*)(int, const void *, size_t, off64_t)>("pwrite64")(fd, data, take, offset); });
}
ssize_t pwrite(int fd, const void *data, size_t bytes, off_t offset) { return pwrite64(fd, data, bytes, offset); }
ssize_t writev(int fd, const iovec *buffers, int count) {
  if (!isBelow(fd)) return next<ssize_t (*)(int, const iovec *, int)>("writev")(fd, buffers, count);
  return writingFirst(fd, buffers, count, [&](const void *data, size_t take) { return next<ssize_t (*)(int, const void *, size_t)>("write")(fd, data, take); });
}
ssize_t pwritev64(int fd, const iovec *buffers, int count, off64_t offset) {
  if (!isBelow(fd)) return next<ssize_t (*)(int, const iovec *, int, off64_t)>("pwritev64")(fd, buffers, count, offset);
  return writingFirst(fd, buffers, count, [&](const void *data, size_t take) {
    return next<ssize_t (*)(int, const void *, size_t, off64_t)>("pwrite64")(fd, data, take, offset);
  });
}
ssize_t pwritev(int fd, const iovec *buffers, int count, off_t offset) { return pwritev64(fd, buffers, count, offset); }
ssize_t sendfile64(int to, int from, off64_t *offset, size_t bytes) {
  return writing(to, bytes, [&](size_t take) { return next<ssize_t (*)(int, int, off64_t *, size_t)>("sendfile64")(to, from, offset, take); });
}
ssize_t sendfile(int to, int from, off_t *offset, size_t bytes) { return sendfile64(to, from, offset, bytes); }
ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t bytes, unsigned flags) {
  if (isBelow(to) && (room() || changes())) {
    errno = EXDEV; // callers then write
    return -1;
  }
  return next<ssize_t (*)(int, off64_t *, int, off64_t *, size_t, unsigned)>("copy_file_range")(from, in, to, out, bytes, flags);
}
/** Node calls copy_file_range by its number. */
long syscall(long number, ...) {
  long given[6];
  va_list list;
  va_start(list, number);
  for (long &value : given) value = va_arg(list, long);
  va_end(list);
  const auto &[a, b, c, d, e, f] = given;
  if (number == SYS_copy_file_range)
    return copy_file_range(a, reinterpret_cast<off64_t *>(b), c, reinterpret_cast<off64_t *>(d), e, f);
  return next<long (*)(long, ...)>("syscall")(number, a, b, c, d, e, f);
}

#define CHANGE(result, name, parameters, arguments, below)                                                                                                     \
  result name parameters {                                                                                                                                     \
    if (!mayChange(below)) return static_cast<result>(-1);                                                                                                     \
    return next<result(*) parameters>(#name) arguments;                                                                                                        \
  }
CHANGE(int, rename, (const char *from, const char *to), (from, to), isBelow(AT_FDCWD, from) || isBelow(AT_FDCWD, to))
CHANGE(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), isBelow(a, from) || isBelow(b, to))
CHANGE(int, link, (const char *from, const char *to), (from, to), isBelow(AT_FDCWD, to))
CHANGE(int, symlink, (const char *target, const char *path), (target, path), isBelow(AT_FDCWD, path))
CHANGE(int, unlink, (const char *path), (path), isBelow(AT_FDCWD, path))
CHANGE(int, unlinkat, (int directory, const char *path, int flags), (directory, path, flags), isBelow(directory, path))
CHANGE(int, rmdir, (const char *path), (path), isBelow(AT_FDCWD, path))
CHANGE(int, mkdir, (const char *path, mode_t mode), (path, mode), isBelow(AT_FDCWD, path))
CHANGE(int, mkdirat, (int directory, const char *path, mode_t mode), (directory, path, mode), isBelow(directory, path))
CHANGE(int, fsync, (int fd), (fd), isBelow(fd))
CHANGE(int, ftruncate64, (int fd, off64_t length), (fd, length), isBelow(fd))
CHANGE(int, utimensat, (int directory, const char *path, const timespec times[2], int flags), (directory, path, times, flags), isBelow(directory, path))
CHANGE(int, chmod, (const char *path, mode_t mode), (path, mode), isBelow(AT_FDCWD, path))
char *mkdtemp(char *pattern) {
  if (!mayChange(isBelow(AT_FDCWD, pattern))) return nullptr;
  return next<char *(*)(char *)>("mkdtemp")(pattern);
}
/** Whether one may write, as programs ask before they try. */
int access(const char *path, int mode) {
  if ((mode & W_OK) && isReadOnly() && isBelow(AT_FDCWD, path)) {
    errno = EROFS;
    return -1;
  }
  return next<int (*)(const char *, int)>("access")(path, mode);
}

int connect(int fd, const sockaddr *address, socklen_t length) {
  if (isOutside(address)) return -1;
  return next<int (*)(int, const sockaddr *, socklen_t)>("connect")(fd, address, length);
}
ssize_t sendto(int fd, const void *data, size_t bytes, int flags, const sockaddr *address, socklen_t length) {
  if (isOutside(address)) return -1;
  return next<ssize_t (*)(int, const void *, size_t, int, const sockaddr *, socklen_t)>("sendto")(fd, data, bytes, flags, address, length);
}
ssize_t sendmsg(int fd, const msghdr *message, int flags) {
  if (isOutside(static_cast<const sockaddr *>(message->msg_name))) return -1;
  return next<ssize_t (*)(int, const msghdr *, int)>("sendmsg")(fd, message, flags);
}
int getaddrinfo(const char *name, const char *service, const addrinfo *hints, addrinfo **found) {
  if (name && variable("FAULTS_OFFLINE") && !isLocalName(name)) {
    note(name);
    return EAI_AGAIN;
  }
  return next<int (*)(const char *, const char *, const addrinfo *, addrinfo **)>("getaddrinfo")(name, service, hints, found);
}
}
