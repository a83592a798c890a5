"""What pages ask besides rows, asked of a cluster: the tests of the embedded store, once more."""

import pytest

from search.stores.store import Store
from tests.search.test_service import (
    fill,
    test_a_command_without_its_bar_is_told,
    test_a_page_behind_the_last_says_how_many_there_are,
    test_a_search_says_how_many_were_found,
    test_a_summary_names_the_fields_by_coverage,
    test_a_summary_of_nothing_is_empty,
    test_a_timeline_has_every_bucket_and_adds_up,
    test_a_timeline_is_of_the_leading_search,
    test_a_timeline_of_everything_begins_with_the_first_event,
    test_a_wrong_parameter_is_refused,
    test_an_answer_counts_what_it_found,
    test_completion_knows_commands_functions_fields_and_values,
    test_days_begin_in_the_zone_of_the_request,
    test_dedup_of_events_keeps_whole_events,
    test_names_and_values_never_become_sql,
    test_numbers_have_a_distribution,
    test_pages_follow_each_other,
    test_the_text_wins_over_the_parameter,
    test_values_are_counted_over_the_whole_result,
    test_values_of_a_list_count_each,
    test_values_of_an_unknown_field_are_refused,
)

__all__ = [
    "busy",
    "test_a_command_without_its_bar_is_told",
    "test_a_page_behind_the_last_says_how_many_there_are",
    "test_a_search_says_how_many_were_found",
    "test_a_summary_names_the_fields_by_coverage",
    "test_a_summary_of_nothing_is_empty",
    "test_a_timeline_has_every_bucket_and_adds_up",
    "test_a_timeline_is_of_the_leading_search",
    "test_a_timeline_of_everything_begins_with_the_first_event",
    "test_a_wrong_parameter_is_refused",
    "test_an_answer_counts_what_it_found",
    "test_completion_knows_commands_functions_fields_and_values",
    "test_days_begin_in_the_zone_of_the_request",
    "test_dedup_of_events_keeps_whole_events",
    "test_names_and_values_never_become_sql",
    "test_numbers_have_a_distribution",
    "test_pages_follow_each_other",
    "test_the_text_wins_over_the_parameter",
    "test_values_are_counted_over_the_whole_result",
    "test_values_of_a_list_count_each",
    "test_values_of_an_unknown_field_are_refused",
]


@pytest.fixture(scope="module")
def busy(cluster: Store) -> Store:
    """What these tests find in the embedded store."""
    fill(cluster)
    return cluster
