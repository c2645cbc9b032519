/** Lists of addresses on their way from files into their topic. */
@NullMarked
package org.yamori.cli.lists;

import org.jspecify.annotations.NullMarked;
