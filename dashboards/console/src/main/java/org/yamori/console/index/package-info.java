/** How the page's figures are asked of Elasticsearch, and its answers read. */
@NullMarked
package org.yamori.console.index;

import org.jspecify.annotations.NullMarked;
