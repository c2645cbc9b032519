/** What crosses a process border: packet blocks, findings, registry, news, decisions, measurements and topic names. */
@NullMarked
package org.yamori.wire;

import org.jspecify.annotations.NullMarked;
