// The parts of milsymbol that its own types leave out: only the symbol sets that the page draws are bundled.
declare module "milsymbol-parts" {
  type Icons = object;
  export const ms: {
    Symbol: typeof import("milsymbol").Symbol;
    addIcons(icons: Icons[]): void;
  };
  export const numberair: Icons;
  export const numberairmissile: Icons;
  export const numberlandinstallation: Icons;
  export const numberlandunit: Icons;
}
