/* Finds the nearest of some known words by edit distance. */
#include "yaml/suggest.h"

#include <glib.h>
#include <string.h>

enum { LENGTH_MAX = 64 };

unsigned suggest_distance(const char *a, const char *b)
{
	unsigned rows[3][LENGTH_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];
	size_t length_a = strlen(a), length_b = strlen(b);

	if (length_a > LENGTH_MAX || length_b > LENGTH_MAX)
		return LENGTH_MAX;
	for (size_t j = 0; j <= length_b; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= length_a; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= length_b; j++) {
			unsigned replaced = last[j - 1] + (a[i - 1] != b[j - 1]);
			now[j] = MIN(MIN(last[j], now[j - 1]) + 1, replaced);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = MIN(now[j], before[j - 2] + 1);
		}
		unsigned *oldest = before;
		before = last;
		last = now;
		now = oldest;
	}
	return last[length_b];
}

const char *suggest_nearest(const char *word, const char *const *known)
{
	const char *nearest = NULL;
	unsigned least = (unsigned)MAX(strlen(word) / 3, 1) + 1;

	for (; *known; known++) {
		unsigned distance = suggest_distance(word, *known);
		if (distance < least) {
			least = distance;
			nearest = *known;
		}
	}
	return nearest;
}
