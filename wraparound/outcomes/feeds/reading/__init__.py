"""From a file as an agency sent it to records that can be written. Pure: no database, no clock."""
