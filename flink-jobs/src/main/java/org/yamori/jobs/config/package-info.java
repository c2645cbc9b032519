/** Every option of the jobs: key, type, default, one sentence, limits. */
@NullMarked
package org.yamori.jobs.config;

import org.jspecify.annotations.NullMarked;
