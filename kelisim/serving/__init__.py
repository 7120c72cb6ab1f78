"""What a server has to say of the output: a site's content security policy, and texts for four kinds of servers."""

from kelisim.serving.configs import render_server_configs, render_shared_configs
from kelisim.serving.consent_map import render_consent_map
from kelisim.serving.content_policy import ContentPolicy, ServiceHosts, content_policy, services_hosts
from kelisim.serving.precompressed import precompressed_forms
from kelisim.serving.rules import FOLDER

__all__ = [
    "FOLDER",
    "ContentPolicy",
    "ServiceHosts",
    "content_policy",
    "precompressed_forms",
    "render_consent_map",
    "render_server_configs",
    "render_shared_configs",
    "services_hosts",
]
