/* SPDX-License-Identifier: MIT */
/* Access to members of one type that follow each other in a structure, as if they were an array. */
#ifndef PIPIT_LAYOUT_H
#define PIPIT_LAYOUT_H

#include <stddef.h>

/* The address of a member as a pointer into the bytes of the structure, to write to it and to the members after it: in
 * C a pointer to one member must not be used for the next one. */
#define PIPIT_I_AT(structure, type, member) ((void *)((char *)(structure) + offsetof(type, member)))
/* Check at compile time that these members follow each other without gaps; `count` includes the first and the last. */
#define PIPIT_I_IN_ORDER(type, first, last, count)                                                                     \
    typedef char type##_##first##_in_order_t                                                                           \
        [offsetof(type, last) == offsetof(type, first) + ((count)-1u) * sizeof(((type *)0)->first) ? 1 : -1]

#endif
