/** Customers of the shop, and how long they wait. */
package com.example.shop.load;
