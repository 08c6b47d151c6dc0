"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=Network.js.map