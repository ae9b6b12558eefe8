/*
 * The server may print an expression differently after its printed form was loaded again. These rewrites bring a text to the form
 * at which the server settles, so that a schema created by hand and one created from its description have the same texts.
 *
 *   (ARRAY['a'::character varying, 'b'::character varying])::text[]   (13 to 18, from x IN ('a', 'b') of a varchar)
 *   ARRAY[('a'::character varying)::text, ('b'::character varying)::text]
 *
 *     A cast of an ARRAY constructor is put upon its elements when it is parsed, as the manual's section 4.2.12 says.
 *
 *   XMLSERIALIZE(CONTENT x AS text NO INDENT)   (16 to 18)
 *   XMLSERIALIZE(CONTENT x AS text)             (13 to 15)
 *
 *     The default is omitted: all versions read that the same way.
 *
 *   UPDATE s.t AS u SET ...   (17, of rules and of SQL-standard bodies; DELETE FROM and MERGE INTO alike)
 *   UPDATE s.t u SET ...      (13 to 16, 18)
 *
 *     Only before SET, which is no alias without it, though some versions print that.
 */
#pragma once

/* The settled text, to be freed with g_free(); NULL when the text is settled already. */
char *settle_expression(const char *text);

/*
 * The same for a server before 14, where EXTRACT means date_part(), whose result is not numeric.
 *
 *   EXTRACT(year FROM d)                     (14 to 18)
 *   (date_part('year'::text, d))::numeric    (13)
 */
char *settle_extract(const char *text);
