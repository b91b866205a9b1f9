/* SPDX-License-Identifier: MIT */
#include "pipit_sim.h"

uint32_t pipit_sim_dice(pipit_sim_t *sim, uint32_t n) {
    uint64_t z = sim->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (uint32_t)(((z >> 32) * n) >> 32);
}
