/* The nearest of some known words, for "did you mean". */
#pragma once

/* Steps (insert, remove, replace, swap neighbours) from one word to the other. */
unsigned suggest_distance(const char *, const char *);

/* The nearest word of the list, which ends in NULL; NULL when none is near enough to be meant. */
const char *suggest_nearest(const char *word, const char *const *known);
