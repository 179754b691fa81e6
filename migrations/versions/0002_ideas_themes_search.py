"""ideas, themes, search

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def _allow(batch_op, name: str, values: str) -> None:
    """An enum column takes other values from now on."""
    batch_op.drop_constraint(op.f(f'ck_notices_{name}'), type_='check')
    batch_op.create_check_constraint(op.f(f'ck_notices_{name}'), values)


def _fill_ideas() -> None:
    """Ideas came from meetings only, and had no history: begin it with what is known."""
    connection = op.get_bind()
    ideas = sa.table(
        'ideas', sa.column('id', sa.Integer), sa.column('meeting_id', sa.Integer),
        sa.column('stage', sa.String), sa.column('result', sa.String),
        sa.column('reason', sa.String), sa.column('updated_at', sa.DateTime),
        sa.column('raised_on', sa.Date), sa.column('moved_on', sa.Date),
        sa.column('closed_on', sa.Date), sa.column('visibility', sa.String),
    )
    meetings = sa.table('meetings', sa.column('id', sa.Integer), sa.column('held_on', sa.Date))
    events = sa.table(
        'idea_events', sa.column('idea_id', sa.Integer), sa.column('on', sa.Date),
        sa.column('at', sa.DateTime), sa.column('kind', sa.String), sa.column('stage', sa.String),
        sa.column('text', sa.String),
    )
    query = sa.select(ideas, meetings.c.held_on).join_from(
        ideas, meetings, meetings.c.id == ideas.c.meeting_id
    )
    for row in connection.execute(query).all():
        raised, moved = row.held_on, max(row.held_on, row.updated_at.date())
        is_closed = row.stage in {'rooted', 'dropped'}
        connection.execute(
            ideas.update().where(ideas.c.id == row.id).values(
                raised_on=raised, moved_on=moved, visibility='network',
                closed_on=moved if is_closed else None,
            )
        )
        history = [('raised', raised, 'seed', '')]
        if row.stage != 'seed':
            history.append(('stage', moved, row.stage, row.result or row.reason))
        connection.execute(
            events.insert(),
            [
                {'idea_id': row.id, 'on': day, 'at': row.updated_at, 'kind': kind,
                 'stage': stage, 'text': text}
                for kind, day, stage, text in history
            ],
        )


BELONGS = """
    WITH RECURSIVE about(item_id, idea_id) AS (
      SELECT i.agenda_item_id, i.id FROM ideas i WHERE i.agenda_item_id IS NOT NULL
      UNION
      SELECT p.agenda_item_id, i.id FROM agenda_proposals p
        JOIN ideas i ON p.key LIKE 'idea:' || i.id || ':%' WHERE p.agenda_item_id IS NOT NULL
      UNION
      SELECT a.id, about.idea_id FROM agenda_items a JOIN about ON a.continued_from_id = about.item_id
    )
    INSERT INTO idea_{things} (idea_id, {thing}_id)
    SELECT DISTINCT about.idea_id, t.id FROM about
      JOIN agenda_items a ON a.id = about.item_id JOIN {things} t ON t.agenda_item_id = a.id
    WHERE a.kind <> 'carry' OR a.continued_from_id IS NOT NULL
"""


def _tie_what_was_decided() -> None:
    """Decisions and actions under the agenda item of an idea belong to it."""
    for thing in ('decision', 'action'):
        op.execute(BELONGS.format(thing=thing, things=f'{thing}s'))


def _forget_ideas_without_a_meeting() -> None:
    for table in (
        'theme_handover_items', 'succession_items', 'idea_events', 'idea_partners',
        'idea_terms', 'idea_decisions', 'idea_actions', 'idea_menus',
    ):
        op.execute(
            f'DELETE FROM {table} WHERE idea_id IN (SELECT id FROM ideas WHERE meeting_id IS NULL)'
        )
    op.execute('DELETE FROM ideas WHERE meeting_id IS NULL')


def upgrade() -> None:
    op.create_table('generations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_generations')),
    sa.UniqueConstraint('subject', name=op.f('uq_generations_subject'))
    )
    op.create_table('search_log_keys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_log_keys')),
    sa.UniqueConstraint('month', name=op.f('uq_search_log_keys_month'))
    )
    op.create_table('thesaurus_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=True),
    sa.Column('kind', sa.Enum('same', 'said', name='entrykind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('also', sa.JSON(), nullable=False),
    sa.Column('prefer', sa.JSON(), nullable=False),
    sa.Column('is_removed', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('key IS NULL OR length(key) > 0', name=op.f('ck_thesaurus_entries_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thesaurus_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_thesaurus_entries_key'))
    )
    op.create_table('follows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('organization', 'theme', 'series', 'menu', 'idea', name='followkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_follows_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follows')),
    sa.UniqueConstraint('user_id', 'kind', 'thing_id', name=op.f('uq_follows_user_id_kind_thing_id'))
    )
    with op.batch_alter_table('follows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follows_user_id'), ['user_id'], unique=False)

    op.create_table('saved_searches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=True),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('is_literal', sa.Boolean(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('known', sa.JSON(), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_saved_searches_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_searches'))
    )
    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_searches_checked_on'), ['checked_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_saved_searches_user_id'), ['user_id'], unique=False)

    op.create_table('attachment_extractions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('working', 'done', 'failed', name='extractionstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('trouble', sa.Enum('encrypted', 'broken', 'too_large', 'no_text', name='trouble', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(), nullable=False),
    sa.Column('page_count', sa.Integer(), nullable=False),
    sa.Column('is_cut', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachments.id'], name=op.f('fk_attachment_extractions_attachment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment_extractions')),
    sa.UniqueConstraint('attachment_id', name=op.f('uq_attachment_extractions_attachment_id'))
    )
    op.create_table('attachment_pages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('forms', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachments.id'], name=op.f('fk_attachment_pages_attachment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment_pages')),
    sa.UniqueConstraint('attachment_id', 'number', name=op.f('uq_attachment_pages_attachment_id_number'))
    )
    op.create_table('saved_search_news',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('search_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('keys', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['search_id'], ['saved_searches.id'], name=op.f('fk_saved_search_news_search_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_search_news')),
    sa.UniqueConstraint('search_id', 'day', name=op.f('uq_saved_search_news_search_id_day'))
    )
    with op.batch_alter_table('saved_search_news', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_search_news_day'), ['day'], unique=False)

    op.create_table('successions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_successions_by_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_successions_organization_id')),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_successions_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_successions'))
    )
    with op.batch_alter_table('successions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_successions_organization_id'), ['organization_id'], unique=False)

    op.create_table('theme_handovers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('term_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('moves_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'proposed', 'accepted', 'declined', 'withdrawn', name='themehandoverstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'declined' OR reason <> ''", name=op.f('ck_theme_handovers_declined_has_reason')),
    sa.CheckConstraint('from_id <> to_id', name=op.f('ck_theme_handovers_goes_to_another')),
    sa.ForeignKeyConstraint(['from_id'], ['organizations.id'], name=op.f('fk_theme_handovers_from_id')),
    sa.ForeignKeyConstraint(['term_id'], ['terms.id'], name=op.f('fk_theme_handovers_term_id')),
    sa.ForeignKeyConstraint(['to_id'], ['organizations.id'], name=op.f('fk_theme_handovers_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_handovers'))
    )
    with op.batch_alter_table('theme_handovers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_handovers_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_theme_handovers_term_id'), ['term_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_theme_handovers_to_id'), ['to_id'], unique=False)
        batch_op.create_index('uq_theme_handovers_open', ['term_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'proposed')"), postgresql_where=sa.text("state IN ('draft', 'proposed')"))

    op.create_table('theme_roles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('term_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('lead', 'partner', 'observer', name='themerolekind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_theme_roles_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_theme_roles_organization_id')),
    sa.ForeignKeyConstraint(['term_id'], ['terms.id'], name=op.f('fk_theme_roles_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_roles'))
    )
    with op.batch_alter_table('theme_roles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_roles_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_theme_roles_term_id'), ['term_id'], unique=False)
        batch_op.create_index('uq_theme_roles_endless_lead', ['term_id'], unique=True, sqlite_where=sa.text("kind = 'lead' AND ends_on IS NULL"), postgresql_where=sa.text("kind = 'lead' AND ends_on IS NULL"))

    op.create_table('succession_shares',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('succession_id', sa.Integer(), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['succession_id'], ['successions.id'], name=op.f('fk_succession_shares_succession_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['users.id'], name=op.f('fk_succession_shares_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_succession_shares')),
    sa.UniqueConstraint('succession_id', 'successor_id', name=op.f('uq_succession_shares_succession_id_successor_id'))
    )
    with op.batch_alter_table('succession_shares', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_succession_shares_successor_id'), ['successor_id'], unique=False)

    op.create_table('action_waits',
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('awaited_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('action_id <> awaited_id', name=op.f('ck_action_waits_waits_for_another')),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_action_waits_action_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['awaited_id'], ['actions.id'], name=op.f('fk_action_waits_awaited_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('action_id', 'awaited_id', name=op.f('pk_action_waits'))
    )
    with op.batch_alter_table('action_waits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_waits_awaited_id'), ['awaited_id'], unique=False)

    op.create_table('idea_actions',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_idea_actions_action_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_actions_idea_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('idea_id', 'action_id', name=op.f('pk_idea_actions'))
    )
    with op.batch_alter_table('idea_actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_actions_action_id'), ['action_id'], unique=False)

    op.create_table('idea_decisions',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_idea_decisions_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_decisions_idea_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('idea_id', 'decision_id', name=op.f('pk_idea_decisions'))
    )
    with op.batch_alter_table('idea_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_decisions_decision_id'), ['decision_id'], unique=False)

    op.create_table('idea_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('kind', sa.Enum('raised', 'stage', 'keeper', 'looked', 'joined', 'left', 'note', 'edited', name='ideaeventkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('stage', sa.Enum('seed', 'studied', 'tried', 'rooted', 'dropped', name='stage', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('keeper_after_id', sa.Integer(), nullable=True),
    sa.Column('look_at_on', sa.Date(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_events_idea_id')),
    sa.ForeignKeyConstraint(['keeper_after_id'], ['organizations.id'], name=op.f('fk_idea_events_keeper_after_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_idea_events_organization_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_idea_events_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_events'))
    )
    with op.batch_alter_table('idea_events', schema=None) as batch_op:
        batch_op.create_index('ix_idea_events_in_order', ['idea_id', 'on', 'id'], unique=False)

    op.create_table('idea_menus',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('menu_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_menus_idea_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['menu_id'], ['menus.id'], name=op.f('fk_idea_menus_menu_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('idea_id', 'menu_id', name=op.f('pk_idea_menus'))
    )
    with op.batch_alter_table('idea_menus', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_menus_menu_id'), ['menu_id'], unique=False)

    op.create_table('idea_partners',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('brings', sa.String(length=300), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_partners_idea_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_idea_partners_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_partners')),
    sa.UniqueConstraint('idea_id', 'organization_id', name=op.f('uq_idea_partners_idea_id_organization_id'))
    )
    with op.batch_alter_table('idea_partners', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_partners_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_partners_organization_id'), ['organization_id'], unique=False)

    op.create_table('idea_terms',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('term_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_terms_idea_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['term_id'], ['terms.id'], name=op.f('fk_idea_terms_term_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('idea_id', 'term_id', name=op.f('pk_idea_terms'))
    )
    with op.batch_alter_table('idea_terms', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_terms_term_id'), ['term_id'], unique=False)

    op.create_table('succession_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('share_id', sa.Integer(), nullable=False),
    sa.Column('menu_id', sa.Integer(), nullable=True),
    sa.Column('action_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(menu_id IS NOT NULL AND action_id IS NULL AND idea_id IS NULL) OR (menu_id IS NULL AND action_id IS NOT NULL AND idea_id IS NULL) OR (menu_id IS NULL AND action_id IS NULL AND idea_id IS NOT NULL)', name=op.f('ck_succession_items_is_one_thing')),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_succession_items_action_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_succession_items_idea_id')),
    sa.ForeignKeyConstraint(['menu_id'], ['menus.id'], name=op.f('fk_succession_items_menu_id')),
    sa.ForeignKeyConstraint(['share_id'], ['succession_shares.id'], name=op.f('fk_succession_items_share_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_succession_items'))
    )
    with op.batch_alter_table('succession_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_succession_items_share_id'), ['share_id'], unique=False)

    op.create_table('theme_handover_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('handover_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('action_id', sa.Integer(), nullable=True),
    sa.Column('is_ticked', sa.Boolean(), nullable=False),
    sa.Column('moved_on', sa.Date(), nullable=True),
    sa.CheckConstraint('(idea_id IS NULL) <> (action_id IS NULL)', name=op.f('ck_theme_handover_items_is_one_thing')),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_theme_handover_items_action_id')),
    sa.ForeignKeyConstraint(['handover_id'], ['theme_handovers.id'], name=op.f('fk_theme_handover_items_handover_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_theme_handover_items_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_handover_items')),
    sa.UniqueConstraint('handover_id', 'action_id', name=op.f('uq_theme_handover_items_handover_id_action_id')),
    sa.UniqueConstraint('handover_id', 'idea_id', name=op.f('uq_theme_handover_items_handover_id_idea_id'))
    )
    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_actions_holder_id'), ['holder_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_actions_holder_id'), 'users', ['holder_id'], ['id'])

    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.add_column(sa.Column('raised_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('moved_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('proposer_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('proposed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('visibility', sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column('holder_id', sa.Integer(), nullable=True))
        batch_op.alter_column('meeting_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_ideas_holder_id'), ['holder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ideas_look_at_on'), ['look_at_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_ideas_proposer_id'), ['proposer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ideas_raised_on'), ['raised_on'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_ideas_proposed_by_id'), 'users', ['proposed_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_ideas_proposer_id'), 'organizations', ['proposer_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_ideas_holder_id'), 'users', ['holder_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_ideas_comes_from_somewhere'), 'meeting_id IS NOT NULL OR proposer_id IS NOT NULL')
        batch_op.create_check_constraint(batch_op.f('ck_ideas_ideavisibility'), "visibility IN ('network', 'organization')")
    _fill_ideas()
    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.alter_column('raised_on', existing_type=sa.Date(), nullable=False)
        batch_op.alter_column('moved_on', existing_type=sa.Date(), nullable=False)
        batch_op.alter_column('visibility', existing_type=sa.String(length=30), nullable=False)

    with op.batch_alter_table('menus', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_menus_holder_id'), ['holder_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_menus_holder_id'), 'users', ['holder_id'], ['id'])

    with op.batch_alter_table('search_log', schema=None) as batch_op:
        batch_op.add_column(sa.Column('narrowed_to', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('person', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_search_log_person'), ['person'])
    op.execute("UPDATE search_log SET narrowed_to = '[]'")
    with op.batch_alter_table('search_log', schema=None) as batch_op:
        batch_op.alter_column('narrowed_to', existing_type=sa.JSON(), nullable=False)

    with op.batch_alter_table('notices', schema=None) as batch_op:
        _allow(batch_op, 'noticekind', "kind IN ('minutes_answer', 'action_overdue', 'action_news', 'action_review', 'action_waits', 'minutes_circulated', 'minutes_unwritten', 'minutes_period_over', 'menu_stale', 'partner_request', 'theme_handover', 'news', 'saved_search')")
        _allow(batch_op, 'reason', "reason IN ('lead', 'coordinator', 'series_secretariat', 'secretariat', 'attended', 'provider', 'asked_partner', 'asked_successor', 'follows', 'thought_of_it', 'saved_it', 'waits')")
        _allow(batch_op, 'subjectkind', "subject_kind IN ('action', 'meeting', 'minutes', 'menu', 'partner', 'theme_handover', 'waiting', 'news', 'search_news')")
    _tie_what_was_decided()


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE kind NOT IN ('minutes_answer', 'action_overdue', 'action_news', 'action_review', 'minutes_circulated', 'minutes_unwritten', 'minutes_period_over', 'menu_stale', 'partner_request')")
    with op.batch_alter_table('notices', schema=None) as batch_op:
        _allow(batch_op, 'noticekind', "kind IN ('minutes_answer', 'action_overdue', 'action_news', 'action_review', 'minutes_circulated', 'minutes_unwritten', 'minutes_period_over', 'menu_stale', 'partner_request')")
        _allow(batch_op, 'reason', "reason IN ('lead', 'coordinator', 'series_secretariat', 'secretariat', 'attended', 'provider', 'asked_partner')")
        _allow(batch_op, 'subjectkind', "subject_kind IN ('action', 'meeting', 'minutes', 'menu', 'partner')")

    with op.batch_alter_table('search_log', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_search_log_person'), type_='unique')
        batch_op.drop_column('person')
        batch_op.drop_column('narrowed_to')

    with op.batch_alter_table('menus', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_menus_holder_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_menus_holder_id'))
        batch_op.drop_column('holder_id')

    _forget_ideas_without_a_meeting()
    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_ideas_ideavisibility'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_ideas_comes_from_somewhere'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_ideas_holder_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_ideas_proposer_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_ideas_proposed_by_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_ideas_raised_on'))
        batch_op.drop_index(batch_op.f('ix_ideas_proposer_id'))
        batch_op.drop_index(batch_op.f('ix_ideas_look_at_on'))
        batch_op.drop_index(batch_op.f('ix_ideas_holder_id'))
        batch_op.alter_column('meeting_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('holder_id')
        batch_op.drop_column('visibility')
        batch_op.drop_column('proposed_by_id')
        batch_op.drop_column('proposer_id')
        batch_op.drop_column('moved_on')
        batch_op.drop_column('closed_on')
        batch_op.drop_column('raised_on')

    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_actions_holder_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_actions_holder_id'))
        batch_op.drop_column('holder_id')

    op.drop_table('theme_handover_items')
    with op.batch_alter_table('succession_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_succession_items_share_id'))

    op.drop_table('succession_items')
    with op.batch_alter_table('idea_terms', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_terms_term_id'))

    op.drop_table('idea_terms')
    with op.batch_alter_table('idea_partners', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_partners_organization_id'))
        batch_op.drop_index(batch_op.f('ix_idea_partners_idea_id'))

    op.drop_table('idea_partners')
    with op.batch_alter_table('idea_menus', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_menus_menu_id'))

    op.drop_table('idea_menus')
    with op.batch_alter_table('idea_events', schema=None) as batch_op:
        batch_op.drop_index('ix_idea_events_in_order')

    op.drop_table('idea_events')
    with op.batch_alter_table('idea_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_decisions_decision_id'))

    op.drop_table('idea_decisions')
    with op.batch_alter_table('idea_actions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_actions_action_id'))

    op.drop_table('idea_actions')
    with op.batch_alter_table('action_waits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_waits_awaited_id'))

    op.drop_table('action_waits')
    with op.batch_alter_table('succession_shares', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_succession_shares_successor_id'))

    op.drop_table('succession_shares')
    with op.batch_alter_table('theme_roles', schema=None) as batch_op:
        batch_op.drop_index('uq_theme_roles_endless_lead', sqlite_where=sa.text("kind = 'lead' AND ends_on IS NULL"), postgresql_where=sa.text("kind = 'lead' AND ends_on IS NULL"))
        batch_op.drop_index(batch_op.f('ix_theme_roles_term_id'))
        batch_op.drop_index(batch_op.f('ix_theme_roles_organization_id'))

    op.drop_table('theme_roles')
    with op.batch_alter_table('theme_handovers', schema=None) as batch_op:
        batch_op.drop_index('uq_theme_handovers_open', sqlite_where=sa.text("state IN ('draft', 'proposed')"), postgresql_where=sa.text("state IN ('draft', 'proposed')"))
        batch_op.drop_index(batch_op.f('ix_theme_handovers_to_id'))
        batch_op.drop_index(batch_op.f('ix_theme_handovers_term_id'))
        batch_op.drop_index(batch_op.f('ix_theme_handovers_state'))

    op.drop_table('theme_handovers')
    with op.batch_alter_table('successions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_successions_organization_id'))

    op.drop_table('successions')
    with op.batch_alter_table('saved_search_news', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_search_news_day'))

    op.drop_table('saved_search_news')
    op.drop_table('attachment_pages')
    op.drop_table('attachment_extractions')
    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_searches_user_id'))
        batch_op.drop_index(batch_op.f('ix_saved_searches_checked_on'))

    op.drop_table('saved_searches')
    with op.batch_alter_table('follows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follows_user_id'))

    op.drop_table('follows')
    op.drop_table('thesaurus_entries')
    op.drop_table('search_log_keys')
    op.drop_table('generations')
