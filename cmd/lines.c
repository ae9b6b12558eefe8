/* Compares two texts by lines: a longest common subsequence. */
#include "cmd/lines.h"

#include <stdbool.h>
#include <string.h>

/* AROUND: context lines around a difference. Texts that differ in more than LONGEST lines are one removal and one addition. */
enum { AROUND = 2, LONGEST = 2000 };

struct line {
	char sign;
	const char *text;
};

static void add(GArray *out, char sign, const char *text)
{
	struct line line = { sign, text };

	g_array_append_val(out, line);
}

/* Compares the part between the first and the last line that differ. */
static void compare_middle(GArray *out, char *const *old, size_t n, char *const *new, size_t m)
{
	g_autofree unsigned short *longest =
		n && m && n <= LONGEST && m <= LONGEST ? g_new0(unsigned short, (n + 1) * (m + 1)) : NULL;
	size_t i = 0, j = 0;
#define AT(a, b) longest[(a) * (m + 1) + (b)]

	for (size_t a = longest ? n : 0; a--;)
		for (size_t b = m; b--;)
			AT(a, b) = strcmp(old[a], new[b]) == 0 ? AT(a + 1, b + 1) + 1 : MAX(AT(a + 1, b), AT(a, b + 1));
	while (i < n || j < m) {
		if (longest && i < n && j < m && strcmp(old[i], new[j]) == 0) {
			add(out, ' ', old[i]);
			i++, j++;
		} else if (i < n && (j == m || !longest || AT(i + 1, j) >= AT(i, j + 1))) {
			add(out, '-', old[i++]);
		} else {
			add(out, '+', new[j++]);
		}
	}
#undef AT
}

static bool is_near(const GArray *lines, guint at)
{
	for (guint i = at > AROUND ? at - AROUND : 0; i < lines->len && i <= at + AROUND; i++)
		if (g_array_index(lines, struct line, i).sign != ' ')
			return true;
	return false;
}

void lines_compare(const char *old, const char *new, void (*tell)(char sign, const char *line, void *data), void *data)
{
	g_auto(GStrv) a = g_strsplit(old, "\n", -1), b = g_strsplit(new, "\n", -1);
	g_autoptr(GArray) out = g_array_new(false, false, sizeof(struct line));
	size_t n = g_strv_length(a), m = g_strv_length(b), first = 0, last = 0;
	bool left_out = false;

	/* the empty text after a final newline */
	n -= n && !*a[n - 1];
	m -= m && !*b[m - 1];
	while (first < n && first < m && strcmp(a[first], b[first]) == 0)
		first++;
	while (last < n - first && last < m - first && strcmp(a[n - 1 - last], b[m - 1 - last]) == 0)
		last++;
	for (size_t i = 0; i < first; i++)
		add(out, ' ', a[i]);
	compare_middle(out, a + first, n - first - last, b + first, m - first - last);
	for (size_t i = n - last; i < n; i++)
		add(out, ' ', a[i]);
	for (guint i = 0; i < out->len; i++) {
		const struct line *line = &g_array_index(out, struct line, i);
		bool near = line->sign != ' ' || is_near(out, i);
		if (near)
			tell(line->sign, line->text, data);
		else if (!left_out)
			tell(0, NULL, data);
		left_out = !near;
	}
}
