/** Whether two results say the same, whatever encoding, type and order their values have. */
package io.querymirror.compare;
