/**
 * Connector/J's own objects, whose statements answer at once. They lie in its package because the
 * agent knows the driver's classes by it, and because what they extend is reached from there only.
 */
@org.jspecify.annotations.NullUnmarked
package com.mysql.cj.jdbc;
