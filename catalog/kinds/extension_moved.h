/*
 * ALTER EXTENSION ... SET SCHEMA moves the extension's types, functions and operators: texts with public.citext then have
 * extensions.citext, without a change of their own.
 */
#pragma once

struct snapshot;

/*
 * A copy of HAVE in which texts name the members of extensions by the schemas that these have in WANT; NULL when no extension
 * moves. A description does not list the members: names in the extension's schema that no object of HAVE has are taken to be
 * theirs, if WANT does not use them there too. The copy is freed with snapshot_free(); its objects live as long as the pool of
 * both.
 */
struct snapshot *snapshot_follow_extensions(const struct snapshot *have, const struct snapshot *want);
