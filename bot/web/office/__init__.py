"""The standing office's pages: who has sent what, deadlines, members, lists to import and to export."""
