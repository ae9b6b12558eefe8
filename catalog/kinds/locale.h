/* Names of ICU locales: see the manual's section 24.2.2.3, and Unicode Technical Standard 35 for their keys. */
#pragma once

/*
 * The language tag that PostgreSQL 16 and later store instead of the name in CREATE COLLATION: "de-Latn-DE-u-kn-ks-level2" for
 * DE_latn_de@colNumeric=yes;colStrength=secondary. Servers, and their ICU versions, canonicalise to different degrees; all accept
 * this form. Free it.
 */
char *locale_tag(const char *name);
