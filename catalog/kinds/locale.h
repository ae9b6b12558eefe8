/* Names of ICU locales: what the manual's section 24.2.2.3 says, and Unicode Technical Standard 35 of their keys. */
#pragma once

/*
 * The language tag that PostgreSQL 16 and later keep instead of what CREATE COLLATION said: "de-Latn-DE-u-kn-ks-level2" for
 * DE_latn_de@colNumeric=yes;colStrength=secondary. Servers, and the libraries that they are linked with, differ in how far they go;
 * all take it. Free it.
 */
char *locale_tag(const char *name);
