/* The order in which the batches of an online plan are taken. */
#pragma once

#include <glib.h>

/* The same batches (struct batch *, in order), those of what is undone and made again close to each other. */
GPtrArray *online_gather(const GPtrArray *batches);
