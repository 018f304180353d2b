/** The order in which a target must see what the source did, told from the client's clock alone. */
package io.querymirror.order;
