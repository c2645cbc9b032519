/** Everything on one machine: the parts as processes, kept running, and what is told about them. */
@NullMarked
package org.yamori.cli.up;

import org.jspecify.annotations.NullMarked;
