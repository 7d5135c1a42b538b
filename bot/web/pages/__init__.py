"""The pages of the record site: each reads the store and renders one template."""
