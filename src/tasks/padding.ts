/** For those who decode what a network has answered. */
export const padding = '(0 is padding; a network that answers it has learnt too little yet.)';
