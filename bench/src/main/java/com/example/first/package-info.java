/** Applications that do next to nothing, so that what starts with them shows. */
package com.example.first;
