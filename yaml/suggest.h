/* Finds the nearest of some known words, for "did you mean". */
#pragma once

/* The number of edits (insert, remove, replace, swap neighbours) from one word to the other. */
unsigned suggest_distance(const char *, const char *);

/* The nearest word of the list, which ends in NULL; NULL when none is near enough. */
const char *suggest_nearest(const char *word, const char *const *known);
