package com.example.store;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The catalogue. */
public interface Products extends JpaRepository<Product, Long> {
  List<Product> findTop20ByCategoryIdOrderByName(Integer category);

  @Query("select p from Product p where p.name like concat('%', :words, '%')")
  List<Product> search(String words);
}
