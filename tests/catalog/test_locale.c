/* Names of ICU locales as language tags. */
#include <criterion/criterion.h>
#include <glib.h>

#include "catalog/kinds/locale.h"

/* The tags are those of a server 18. */
static const struct {
	const char *name, *tag;
} rows[] = {
	{ "en_us", "en-US" },
	{ "DE-latn-de-u-ks-level2-kn-true", "de-Latn-DE-u-kn-ks-level2" },
	{ "und-u-ks-level2-kc", "und-u-kc-ks-level2" },
	{ "", "und" },
	{ "root", "und" },
	{ "en@colNumeric=yes;colStrength=secondary", "en-u-kn-ks-level2" },
	{ "de@collation=phonebook", "de-u-co-phonebk" },
	{ "sr-x-Priv-u-kn-true", "sr-x-priv-u-kn-true" },
	{ "de-1996-u-kn-false", "de-1996-u-kn-false" },
	{ "EN_us_POSIX", "en-US-u-va-posix" },
	{ "es-419", "es-419" },
	{ "und-u-kr-latn-digit", "und-u-kr-latn-digit" },
};

Test(locale, tag)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *tag = locale_tag(rows[i].name), *again = locale_tag(tag);
		cr_expect_str_eq(tag, rows[i].tag, "%s: %s, not %s", rows[i].name, tag, rows[i].tag);
		cr_expect_str_eq(again, tag);
	}
}
