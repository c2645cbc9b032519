/** How an overview becomes HTML: words, curves and templates. */
@NullMarked
package org.yamori.console.page;

import org.jspecify.annotations.NullMarked;
