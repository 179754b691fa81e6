"""programmes, reviews, inquiries, reports

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def _allow(batch_op, name: str, values: str) -> None:
    """An enum column takes other values from now on."""
    batch_op.drop_constraint(op.f(f'ck_notices_{name}'), type_='check')
    batch_op.create_check_constraint(op.f(f'ck_notices_{name}'), values)


def upgrade() -> None:
    op.create_table('inquiries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('asker_id', sa.Integer(), nullable=False),
    sa.Column('asked_id', sa.Integer(), nullable=False),
    sa.Column('about_kind', sa.Enum('action', 'menu', 'meeting', 'idea', 'review', name='aboutkind', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'answered', 'closed', name='inquirystate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('moved_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('(about_kind IS NULL) = (about_id IS NULL)', name=op.f('ck_inquiries_about_whole')),
    sa.CheckConstraint('asker_id <> asked_id', name=op.f('ck_inquiries_not_oneself')),
    sa.ForeignKeyConstraint(['asked_id'], ['organizations.id'], name=op.f('fk_inquiries_asked_id')),
    sa.ForeignKeyConstraint(['asker_id'], ['organizations.id'], name=op.f('fk_inquiries_asker_id')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['organizations.id'], name=op.f('fk_inquiries_closed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiries'))
    )
    with op.batch_alter_table('inquiries', schema=None) as batch_op:
        batch_op.create_index('ix_inquiries_asked_state', ['asked_id', 'state'], unique=False)
        batch_op.create_index('ix_inquiries_asker_state', ['asker_id', 'state'], unique=False)

    op.create_table('programmes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('category', sa.Enum('facility', 'information', 'activation', 'training', 'consultation', 'grant', 'other', name='category', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('visibility', sa.Enum('public', 'network', name='programmevisibility', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_archived', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('uid', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_programmes_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programmes')),
    sa.UniqueConstraint('organization_id', 'name', name=op.f('uq_programmes_organization_id_name')),
    sa.UniqueConstraint('uid', name=op.f('uq_programmes_uid'))
    )
    with op.batch_alter_table('programmes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programmes_organization_id'), ['organization_id'], unique=False)

    op.create_table('reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('term', sa.Enum('year', 'first', 'second', name='termkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('rights', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'working', 'done', 'failed', name='reportstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('step', sa.Enum('gathering', 'tables', 'pdf', name='reportstep', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('pdf_trouble', sa.Enum('not_installed', 'too_large', 'broken', name='pdftrouble', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('began_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('uid', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_reports_organization_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_reports_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports')),
    sa.UniqueConstraint('uid', name=op.f('uq_reports_uid'))
    )
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reports_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_reports_user_id'), ['user_id'], unique=False)

    op.create_table('review_deadlines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('term', sa.Enum('year', 'first', 'second', name='termkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['organizations.id'], name=op.f('fk_review_deadlines_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_deadlines')),
    sa.UniqueConstraint('office_id', 'fiscal_year', 'term', name=op.f('uq_review_deadlines_office_id_fiscal_year_term'))
    )
    with op.batch_alter_table('review_deadlines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_deadlines_office_id'), ['office_id'], unique=False)

    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('term', sa.Enum('year', 'first', 'second', name='termkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('kind', sa.Enum('review', 'sharing', name='reviewkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('state', sa.Enum('preparing', 'internal', 'submitted', 'questioned', 'answered', 'returned', 'confirmed', 'shared', name='reviewstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('visibility', sa.Enum('public', 'network', name='reviewvisibility', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('uid', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_reviews_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sa.UniqueConstraint('organization_id', 'fiscal_year', 'term', name=op.f('uq_reviews_organization_id_fiscal_year_term')),
    sa.UniqueConstraint('uid', name=op.f('uq_reviews_uid'))
    )
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviews_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reviews_state'), ['state'], unique=False)

    op.create_table('indicators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('period', sa.Enum('month', 'half', 'year', name='period', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('adds_up', sa.Boolean(), nullable=False),
    sa.Column('baseline', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('baseline_year', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_indicators_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicators')),
    sa.UniqueConstraint('programme_id', 'name', name=op.f('uq_indicators_programme_id_name'))
    )
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicators_programme_id'), ['programme_id'], unique=False)

    op.create_table('inquiry_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inquiry_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('post_title', sa.String(length=60), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('asks', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_inquiry_messages_author_id')),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_inquiry_messages_inquiry_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_inquiry_messages_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiry_messages'))
    )
    with op.batch_alter_table('inquiry_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inquiry_messages_inquiry_id'), ['inquiry_id'], unique=False)

    op.create_table('programme_menus',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('menu_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['menu_id'], ['menus.id'], name=op.f('fk_programme_menus_menu_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_programme_menus_programme_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('programme_id', 'menu_id', name=op.f('pk_programme_menus'))
    )
    with op.batch_alter_table('programme_menus', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_menus_menu_id'), ['menu_id'], unique=False)

    op.create_table('review_left_outs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_left_outs_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_left_outs')),
    sa.UniqueConstraint('review_id', 'source_key', name=op.f('uq_review_left_outs_review_id_source_key'))
    )
    op.create_table('review_other_dates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deadline_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['deadline_id'], ['review_deadlines.id'], name=op.f('fk_review_other_dates_deadline_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_review_other_dates_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_other_dates')),
    sa.UniqueConstraint('deadline_id', 'organization_id', name=op.f('uq_review_other_dates_deadline_id_organization_id'))
    )
    with op.batch_alter_table('review_other_dates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_other_dates_organization_id'), ['organization_id'], unique=False)

    op.create_table('review_submissions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['organizations.id'], name=op.f('fk_review_submissions_office_id')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_submissions_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_submissions')),
    sa.UniqueConstraint('review_id', 'number', name=op.f('uq_review_submissions_review_id_number'))
    )
    with op.batch_alter_table('review_submissions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_submissions_review_id'), ['review_id'], unique=False)

    op.create_table('figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('target', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('actual', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.CheckConstraint('target IS NOT NULL OR actual IS NOT NULL', name=op.f('ck_figures_says_something')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_figures_indicator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figures')),
    sa.UniqueConstraint('indicator_id', 'starts_on', name=op.f('uq_figures_indicator_id_starts_on'))
    )
    with op.batch_alter_table('figures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figures_indicator_id'), ['indicator_id'], unique=False)

    op.create_table('review_comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('comment', 'question', 'answer', 'return', name='commentkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('post_title', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("kind <> 'answer' OR question_id IS NOT NULL", name=op.f('ck_review_comments_answers_a_question')),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_review_comments_author_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_review_comments_organization_id')),
    sa.ForeignKeyConstraint(['question_id'], ['review_comments.id'], name=op.f('fk_review_comments_question_id')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_comments_review_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['review_submissions.id'], name=op.f('fk_review_comments_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_comments'))
    )
    with op.batch_alter_table('review_comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_comments_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_comments_review_id'), ['review_id'], unique=False)

    op.create_table('review_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('begin', 'ask_inside', 'check_inside', 'write_on', 'submit', 'share', 'question', 'answer', 'return', 'confirm', 'revise', name='stepkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('post_title', sa.String(length=60), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_review_steps_organization_id')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_steps_review_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['review_submissions.id'], name=op.f('fk_review_steps_submission_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_review_steps_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_steps'))
    )
    with op.batch_alter_table('review_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_steps_review_id'), ['review_id'], unique=False)

    op.create_table('review_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('section', sa.Enum('result', 'issue', 'next_step', name='section', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('source_label', sa.String(), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.Column('action_id', sa.Integer(), nullable=True),
    sa.Column('proposal_id', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_review_lines_action_id')),
    sa.ForeignKeyConstraint(['answers_id'], ['review_lines.id'], name=op.f('fk_review_lines_answers_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_review_lines_programme_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['agenda_proposals.id'], name=op.f('fk_review_lines_proposal_id')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_lines_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_lines'))
    )
    with op.batch_alter_table('review_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_lines_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_lines_answers_id'), ['answers_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_lines_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_lines_review_id'), ['review_id'], unique=False)

    with op.batch_alter_table('action_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_events_at'), ['at'], unique=False)

    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_actions_agenda_item_id'), ['agenda_item_id'], unique=False)

    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decisions_agenda_item_id'), ['agenda_item_id'], unique=False)

    with op.batch_alter_table('idea_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_events_at'), ['at'], unique=False)

    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ideas_agenda_item_id'), ['agenda_item_id'], unique=False)

    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meetings_series_id'))
        batch_op.create_index('ix_meetings_ordinal', ['series_id', 'fiscal_year', 'held_on', 'cancelled_at'], unique=False)

    with op.batch_alter_table('menus', schema=None) as batch_op:
        batch_op.create_index('ix_menus_updated_at', ['updated_at'], unique=False)

    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_state'))
        batch_op.create_index('ix_minutes_state', ['state', 'confirmed_at'], unique=False)

    with op.batch_alter_table('notices', schema=None) as batch_op:
        _allow(batch_op, 'noticekind', "kind IN ('minutes_answer', 'action_overdue', 'action_news', 'action_review', 'action_waits', 'minutes_circulated', 'minutes_unwritten', 'minutes_period_over', 'menu_stale', 'partner_request', 'theme_handover', 'review_question', 'review_returned', 'review_overdue', 'review_due', 'review_waits', 'review_comment', 'review_confirmed', 'inquiry_waits', 'inquiry_answered', 'news', 'saved_search', 'report')")
        _allow(batch_op, 'reason', "reason IN ('lead', 'coordinator', 'series_secretariat', 'secretariat', 'attended', 'provider', 'asked_partner', 'asked_successor', 'follows', 'thought_of_it', 'saved_it', 'asked_for_it', 'waits', 'reviewed', 'reviews', 'asked', 'asker')")
        _allow(batch_op, 'subjectkind', "subject_kind IN ('action', 'meeting', 'minutes', 'menu', 'partner', 'theme_handover', 'inquiry', 'review', 'review_comment', 'review_due', 'waiting', 'news', 'search_news', 'report')")


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE kind NOT IN ('minutes_answer', 'action_overdue', 'action_news', 'action_review', 'action_waits', 'minutes_circulated', 'minutes_unwritten', 'minutes_period_over', 'menu_stale', 'partner_request', 'theme_handover', 'news', 'saved_search')")
    with op.batch_alter_table('notices', schema=None) as batch_op:
        _allow(batch_op, 'noticekind', "kind IN ('minutes_answer', 'action_overdue', 'action_news', 'action_review', 'action_waits', 'minutes_circulated', 'minutes_unwritten', 'minutes_period_over', 'menu_stale', 'partner_request', 'theme_handover', 'news', 'saved_search')")
        _allow(batch_op, 'reason', "reason IN ('lead', 'coordinator', 'series_secretariat', 'secretariat', 'attended', 'provider', 'asked_partner', 'asked_successor', 'follows', 'thought_of_it', 'saved_it', 'waits')")
        _allow(batch_op, 'subjectkind', "subject_kind IN ('action', 'meeting', 'minutes', 'menu', 'partner', 'theme_handover', 'waiting', 'news', 'search_news')")

    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.drop_index('ix_minutes_state')
        batch_op.create_index(batch_op.f('ix_minutes_state'), ['state'], unique=False)

    with op.batch_alter_table('menus', schema=None) as batch_op:
        batch_op.drop_index('ix_menus_updated_at')

    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.drop_index('ix_meetings_ordinal')
        batch_op.create_index(batch_op.f('ix_meetings_series_id'), ['series_id'], unique=False)

    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ideas_agenda_item_id'))

    with op.batch_alter_table('idea_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_events_at'))

    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decisions_agenda_item_id'))

    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_actions_agenda_item_id'))

    with op.batch_alter_table('action_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_events_at'))

    with op.batch_alter_table('review_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_lines_review_id'))
        batch_op.drop_index(batch_op.f('ix_review_lines_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_review_lines_answers_id'))
        batch_op.drop_index(batch_op.f('ix_review_lines_action_id'))

    op.drop_table('review_lines')
    with op.batch_alter_table('review_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_steps_review_id'))

    op.drop_table('review_steps')
    with op.batch_alter_table('review_comments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_comments_review_id'))
        batch_op.drop_index(batch_op.f('ix_review_comments_question_id'))

    op.drop_table('review_comments')
    with op.batch_alter_table('figures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figures_indicator_id'))

    op.drop_table('figures')
    with op.batch_alter_table('review_submissions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_submissions_review_id'))

    op.drop_table('review_submissions')
    with op.batch_alter_table('review_other_dates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_other_dates_organization_id'))

    op.drop_table('review_other_dates')
    op.drop_table('review_left_outs')
    with op.batch_alter_table('programme_menus', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_menus_menu_id'))

    op.drop_table('programme_menus')
    with op.batch_alter_table('inquiry_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inquiry_messages_inquiry_id'))

    op.drop_table('inquiry_messages')
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicators_programme_id'))

    op.drop_table('indicators')
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviews_state'))
        batch_op.drop_index(batch_op.f('ix_reviews_organization_id'))

    op.drop_table('reviews')
    with op.batch_alter_table('review_deadlines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_deadlines_office_id'))

    op.drop_table('review_deadlines')
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reports_user_id'))
        batch_op.drop_index(batch_op.f('ix_reports_state'))

    op.drop_table('reports')
    with op.batch_alter_table('programmes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programmes_organization_id'))

    op.drop_table('programmes')
    with op.batch_alter_table('inquiries', schema=None) as batch_op:
        batch_op.drop_index('ix_inquiries_asker_state')
        batch_op.drop_index('ix_inquiries_asked_state')

    op.drop_table('inquiries')
