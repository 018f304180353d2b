/** A small shop over JDBC and HikariCP, as many are; it knows nothing of the agent. */
package com.example.shop;
