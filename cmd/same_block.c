/* The PL/pgSQL block of a guard. */
#include "cmd/same_block.h"

#include "sql/quote.h"

enum { LENGTH = 32 }; /* of SHA-256 in hexadecimal: half of it is enough. Some servers forbid md5 */

/*
 * Makes the printed form of facts independent of the session; and disables JIT, since compiling the query takes longer than running
 * it.
 */
#define SETTINGS(SETTING) \
	SETTING("search_path", "") \
	SETTING("DateStyle", "ISO") \
	SETTING("IntervalStyle", "postgres") \
	SETTING("TimeZone", "UTC") \
	SETTING("lc_monetary", "C") \
	SETTING("bytea_output", "hex") \
	SETTING("extra_float_digits", "1") \
	SETTING("quote_all_identifiers", "off") \
	SETTING("jit", "off")
#define SET_LOCAL(name, value) "SET LOCAL " name " = '" value "'",
const char *const same_opening[] = { "BEGIN READ ONLY", SETTINGS(SET_LOCAL) "SET LOCAL xmlbinary = 'base64'", NULL };

/* Names are qualified until search_path is empty; at the end the session's settings are restored. */
#define GIVEN(name, value) "\"" name "\": \"" value "\", "
static const char before[] = "\nDECLARE\n  changed text;\n  settings CONSTANT json := '{" SETTINGS(
	GIVEN) "\"xmlbinary\": \"base64\"}';\n"
	       "  kept CONSTANT json := (SELECT pg_catalog.json_object_agg(key, pg_catalog.current_setting(key))"
	       " FROM pg_catalog.json_object_keys(settings) AS key);\nBEGIN\n"
	       "  PERFORM pg_catalog.set_config(key, value, true) FROM pg_catalog.json_each_text(settings);\n"
	       "  SELECT string_agg(seen.words, '; ' ORDER BY seen.number) INTO changed FROM (VALUES\n    ",
		  between[] = ") AS seen (what, words, schema, name, columns, number, was)\n  WHERE seen.was IS DISTINCT FROM ",
		  behind[] =
			  ";\n  PERFORM set_config(key, value, true) FROM json_each_text(kept);\n  IF changed IS NOT NULL THEN\n";

void same_digest_append(GString *out, const char *text)
{
	g_string_append_printf(out, "left(encode(sha256(convert_to(%s, 'UTF8')), 'hex'), %d)", text, LENGTH);
}

char *same_digest(const char *text)
{
	char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	digest[LENGTH] = '\0';
	return digest;
}

char *same_block(const char *rows, const char *text, const char *message, const char *hint)
{
	g_autoptr(GString) body = g_string_new(before);
	GString *out = g_string_new("DO ");

	g_string_append(body, rows);
	g_string_append(body, between);
	same_digest_append(body, text);
	g_string_append(body, behind);
	quote_format(body, "    RAISE EXCEPTION '%%', %L || changed USING HINT = %L;\n  END IF;\nEND\n", message, hint);
	quote_dollar(out, body->str);
	return g_string_free(out, false);
}
