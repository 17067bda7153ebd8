/** Invented names; none is of a company or a person that we know of. */
import type { Chance } from './arithmetic.ts';

const PLACES = ['Alder', 'Birch', 'Cedar', 'Dune', 'Elm', 'Fjord', 'Gale', 'Harbor', 'Iris', 'Juniper', 'Kestle', 'Lark', 'Mesa', 'North', 'Opal', 'Pine', 'Quarry', 'Ridge', 'Sable', 'Thorn', 'Umber', 'Vale', 'Willow', 'Yarrow', 'Zephyr', 'Amber', 'Brook', 'Cliff', 'Delta', 'Ember', 'Fern', 'Glen', 'Heath', 'Inlet', 'Jade', 'Knoll', 'Linden', 'Moor', 'Nettle', 'Orchard', 'Pebble', 'Reed', 'Shore', 'Tarn', 'Upland', 'Wren'];
const TRADES = ['Field Services', 'Logistics', 'Heating', 'Elevators', 'Facilities', 'Utilities', 'Networks', 'Medical', 'Rail', 'Water', 'Roofing', 'Solar', 'Lifts', 'Cooling', 'Fire Safety', 'Gardens'];
const FIRST = ['Robin', 'Kim', 'Alex', 'Sasha', 'Jamie', 'Morgan', 'Casey', 'Riley', 'Drew', 'Quinn', 'Avery', 'Jordan', 'Taylor', 'Rowan', 'Skyler', 'Emery'];
const LAST = ['Abel', 'Bauer', 'Castro', 'Dietz', 'Ebert', 'Farkas', 'Gallo', 'Hauge', 'Ivers', 'Jansen', 'Kovac', 'Lund', 'Moretti', 'Novak', 'Okada', 'Petrov', 'Quist', 'Rossi', 'Santos', 'Tanaka', 'Urban', 'Vidal', 'Weiss', 'Ximenes', 'Yilmaz', 'Zeller'];

/** So many different names of companies. */
export function accountNames(chance: Chance, count: number): string[] {
  const names = chance.shuffled(PLACES.flatMap((place) => TRADES.map((trade) => `${place} ${trade}`)));
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / names.length);
    return `${names[index % names.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`;
  });
}

export function personName(index: number): { readonly first: string; readonly last: string } {
  return { first: FIRST[index % FIRST.length] ?? '', last: LAST[Math.floor(index / FIRST.length) % LAST.length] ?? '' };
}

/** `alder-heating`: what a company's addresses are made of. */
export function domainOf(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example.com`;
}
