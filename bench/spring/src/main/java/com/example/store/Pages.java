package com.example.store;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** For people. */
@Controller
public class Pages {
  private final Catalogue catalogue;

  Pages(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping("/")
  public String index(@RequestParam(defaultValue = "1") int category, Model model) {
    model.addAttribute("products", catalogue.category(category));
    return "index";
  }
}
