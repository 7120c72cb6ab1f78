{% if "google-consent-mode" in signals %}
window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag("consent","default",{ad_storage:"denied",ad_user_data:"denied",ad_personalization:"denied",analytics_storage:"denied",functionality_storage:"denied",personalization_storage:"denied",security_storage:"granted"});{% if redaction %}gtag("set","ads_data_redaction",true);{% endif %}
{% endif %}
{% if "microsoft-uet" in signals %}
window.uetq=window.uetq||[];uetq.push("consent","default",{ad_storage:"denied"});
{% endif %}
