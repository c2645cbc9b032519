/** Alerts of organisations to people by mail: who is told of what, how often, in which words. */
@NullMarked
package org.yamori.jobs.sink.mail;

import org.jspecify.annotations.NullMarked;
