/** Where the packets of an installation or study went, read from its topics and its index. */
@NullMarked
package org.yamori.cli.ledger;

import org.jspecify.annotations.NullMarked;
