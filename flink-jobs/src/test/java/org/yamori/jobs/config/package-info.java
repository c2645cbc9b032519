/** Tests of the settings of jobs. */
@NullMarked
package org.yamori.jobs.config;

import org.jspecify.annotations.NullMarked;
