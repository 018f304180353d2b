package com.example.store;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For programs. */
@RestController
@RequestMapping("/api")
public class Api {
  private final Catalogue catalogue;
  private final Purchases purchases;

  Api(Catalogue catalogue, Purchases purchases) {
    this.catalogue = catalogue;
    this.purchases = purchases;
  }

  @GetMapping("/products")
  public List<Product> products(@RequestParam String words) {
    return catalogue.search(words);
  }

  @GetMapping("/customers/{id}/orders")
  public List<Purchase> orders(@PathVariable long id) {
    return purchases.findByCustomerIdOrderByIdDesc(id);
  }
}
