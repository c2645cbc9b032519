/** Measures the whole way of packets on this machine, and checks every count against another program's. */
@NullMarked
package org.yamori.cli.bench;

import org.jspecify.annotations.NullMarked;
