/** Which targets a statement goes to: the rules of the configuration, judged. */
package io.querymirror.rule;
