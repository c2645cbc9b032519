/** Tables and words for people, made from nothing but finding documents. */
@NullMarked
package org.yamori.cli.report;

import org.jspecify.annotations.NullMarked;
