"""How every page looks: components, layout, forms and the words of the pages."""
