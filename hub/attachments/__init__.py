"""Files of menus and meetings: one engine, the rights of whatever owns the file.

A slice that owns files does this (here for menus):

1. Registers its kind in its ``slots.py``::

       owners.register("menu", owners.OwnerKind(
           load=lambda menu_id: db.session.get(Menu, menu_id),
           can_view=policy.can_view, can_edit=policy.can_edit,
           url=lambda menu: url_for("menus.show", menu_id=menu.id),
           name=lambda menu: menu.title,
       ))

   with ``from hub.attachments import owners``. The owner is Versioned: a file that comes or goes
   calls ``owner.touch()``.

2. Lists its files: ``files = attachments.of("menu", menu.id)`` in the route (with
   ``from hub.attachments import queries as attachments``), and in the
   template ::

       {% from "attachments/_list.html" import attachment_list %}
       {{ attachment_list("menu", menu.id, files, can_edit=policy.can_edit(current_user, menu)) }}

   It shows the section 添付ファイル with downloads, and to who may edit the link to the page where
   files are added and taken away (/attachments/menu/3). Nothing is shown when there is neither.

3. Returns ``[*..., *attachments.of("menu", self.id)]`` from ``search_dependents`` of its
   model, so that the files' documents follow the owner's readers.
"""
