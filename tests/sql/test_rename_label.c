/* Tests labels of enums in SQL text. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/rename_label.h"

Test(rename_label, finds_literals_of_the_enum)
{
	static const struct {
		const char *text, *renamed; /* NULL: as it is */
	} texts[] = {
		{ "(m = 'sad'::public.mood)", "(m = 'so ''so'''::public.mood)" },
		{ "ARRAY['sad'::public.mood, 'ok'::public.mood]", "ARRAY['so ''so'''::public.mood, 'ok'::public.mood]" },
		{ "('sad'::\"public\".\"mood\")::text", "('so ''so'''::\"public\".\"mood\")::text" },
		{ "'sad'::text", NULL },
		{ "'sad'::mood", NULL },
		{ "'sad'::other.mood", NULL },
		{ "'sad'::public.moods", NULL },
		{ "'sad'::public.\"Mood\"", NULL },
		{ "'sadder'::public.mood", NULL },
		{ "'SAD'::public.mood", NULL },
		{ "f('''sad''::public.mood')", NULL },
		{ "$$'sad'::public.mood$$", NULL },
		{ "public.mood -- 'sad'::public.mood", NULL },
		{ "'{sad,ok}'::public.mood[]", NULL }, /* the new label needs quotes in it */
		{ "'sad'::", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *renamed = rename_label(texts[i].text, "public.mood", "sad", "so 'so'");
		cr_expect(g_strcmp0(renamed, texts[i].renamed) == 0, "%s: %s", texts[i].text, renamed);
	}
}

Test(rename_label, in_arrays)
{
	static const struct {
		const char *text, *renamed; /* NULL: as it is */
	} texts[] = {
		{ "'{sad,ok,sad}'::public.mood[]", "'{low,ok,low}'::public.mood[]" },
		{ "'{sad}'::public.mood[]", "'{low}'::public.mood[]" },
		{ "'{}'::public.mood[]", NULL },
		{ "'{sadder,ok}'::public.mood[]", NULL },
		{ "'{{sad},{ok}}'::public.mood[]", NULL },
		{ "'{\"a b\",sad}'::public.mood[]", NULL },
		{ "'[0:1]={sad,ok}'::public.mood[]", NULL },
		{ "'{sad}'::text[]", NULL },
		{ "'{'::public.mood[]", NULL },
		{ "'{sad}'::public.mood", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *renamed = rename_label(texts[i].text, "public.mood", "sad", "low");
		cr_expect(g_strcmp0(renamed, texts[i].renamed) == 0, "%s: %s", texts[i].text, renamed);
	}
	g_autofree char *null = rename_label("'{sad}'::public.mood[]", "public.mood", "sad", "NULL");
	cr_expect(!null, "%s", null);
}

Test(rename_label, in_bounds)
{
	static const bool one[] = { true }, second[] = { false, true };
	static const struct {
		const char *bound, *renamed; /* NULL: as it is */
		const bool *keys;
		size_t count;
	} bounds[] = {
		{ "IN ('sad', 'ok', NULL)", "IN ('low', 'ok', NULL)", one, 1 },
		{ "IN ('ok', 'sad')", "IN ('ok', 'low')", one, 1 },
		{ "FROM ('sad') TO (MAXVALUE)", "FROM ('low') TO (MAXVALUE)", one, 1 },
		{ "FROM ('sad', 'sad') TO ('sad', 'sad')", "FROM ('sad', 'low') TO ('sad', 'low')", second, 2 },
		{ "IN ('sad')", NULL, second, 1 },
		{ "IN ('sad')", NULL, NULL, 0 },
		{ "WITH (modulus 4, remainder 1)", NULL, one, 1 },
		{ "DEFAULT", NULL, one, 1 },
		{ ") ('sad'", ") ('low'", one, 1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(bounds); i++) {
		g_autofree char *renamed = rename_label_in_bound(bounds[i].bound, bounds[i].keys, bounds[i].count, "sad", "low");
		cr_expect(g_strcmp0(renamed, bounds[i].renamed) == 0, "%s: %s", bounds[i].bound, renamed);
	}
}
