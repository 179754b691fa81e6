"""What the lines of minutes say: decisions, actions, ideas, holds and the next meeting.

Everything here is pure: text in, values out. No database, no request, no interface text.
"""
